using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting.Security;

[OptionsValidator]
internal sealed partial class CrossOriginOptionsValidator : IValidateOptions<CrossOriginOptions>;
