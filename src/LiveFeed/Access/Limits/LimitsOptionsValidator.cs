using Microsoft.Extensions.Options;

namespace LiveFeed.Access.Limits;

[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;
