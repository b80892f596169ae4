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
        services.AddSingleton<AccessPolicy>();
    }
}
