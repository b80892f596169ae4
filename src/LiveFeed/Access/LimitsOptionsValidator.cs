using Microsoft.Extensions.Options;

namespace LiveFeed.Access;

[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;
