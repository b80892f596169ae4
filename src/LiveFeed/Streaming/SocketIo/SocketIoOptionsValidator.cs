using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo;

[OptionsValidator]
internal sealed partial class SocketIoOptionsValidator : IValidateOptions<SocketIoOptions>;
