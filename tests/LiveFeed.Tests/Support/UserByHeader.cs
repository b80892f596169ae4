using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Support;

/// <summary>Takes a request's user from a header, as if credentials had told it.</summary>
internal sealed class UserByHeader : IStartupFilter
{
    internal const string Header = "X-Test-User";

    internal static void AddTo(IServiceCollection services) => services.AddSingleton<IStartupFilter, UserByHeader>();

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            if (context.Request.Headers[Header].ToString() is { Length: > 0 } user)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", user)], "test"));
            }

            return rest(context);
        });
        next(app);
    };
}
