using Microsoft.Extensions.Options;

namespace LiveFeed.Client;

[OptionsValidator]
internal sealed partial class LiveFeedClientOptionsValidator : IValidateOptions<LiveFeedClientOptions>;
