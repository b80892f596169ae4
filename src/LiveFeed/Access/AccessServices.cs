using LiveFeed.Access.Tickets;
using LiveFeed.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access;

internal static class AccessServices
{
    internal static void AddAccess(this IServiceCollection services)
    {
        services.AddValidated<AccessOptions, AccessOptionsValidator>(AccessOptions.Section);
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessRules>();
        services.AddValidated<TicketOptions, TicketOptionsValidator>(TicketOptions.Section);
        services.AddSingleton<TicketKey>();
        services.AddHostedService(provider => provider.GetRequiredService<TicketKey>());
        services.AddSingleton<TicketOffice>();
        services.AddSingleton<TicketUses>();
        services.AddSingleton<AccessPolicy>();
    }
}
