using Microsoft.Extensions.Options;

namespace LiveFeed.Metrics;

[OptionsValidator]
internal sealed partial class MetricsOptionsValidator : IValidateOptions<MetricsOptions>;
