using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo.Recovery;

[OptionsValidator]
internal sealed partial class RecoveryOptionsValidator : IValidateOptions<RecoveryOptions>;
