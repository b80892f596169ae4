using Microsoft.Extensions.Options;

namespace LiveFeed.Hosting;

[OptionsValidator]
internal sealed partial class ProxyOptionsValidator : IValidateOptions<ProxyOptions>;
