using Microsoft.Extensions.Options;

namespace LiveFeed.Log;

[OptionsValidator]
internal sealed partial class LogOptionsValidator : IValidateOptions<LogOptions>;
