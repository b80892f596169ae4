using Microsoft.Extensions.Options;

namespace LiveFeed.Hub.Backplane;

[OptionsValidator]
internal sealed partial class ClusterOptionsValidator : IValidateOptions<ClusterOptions>;
