using Microsoft.Extensions.Options;

namespace LiveFeed.Access.Tickets;

[OptionsValidator]
internal sealed partial class TicketOptionsValidator : IValidateOptions<TicketOptions>;
