using Microsoft.Extensions.Options;

namespace LiveFeed.Boards;

[OptionsValidator]
internal sealed partial class BoardsOptionsValidator : IValidateOptions<BoardsOptions>;
