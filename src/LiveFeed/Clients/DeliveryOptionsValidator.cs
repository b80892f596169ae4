using Microsoft.Extensions.Options;

namespace LiveFeed.Clients;

[OptionsValidator]
internal sealed partial class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>;
