using Microsoft.Extensions.Options;

namespace LiveFeed.Rooms;

[OptionsValidator]
internal sealed partial class RoomsOptionsValidator : IValidateOptions<RoomsOptions>;
