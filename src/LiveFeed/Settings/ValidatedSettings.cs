using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Settings;

/// <summary>Options that are bound to a section and checked at the start.</summary>
internal static class ValidatedSettings
{
    internal static void AddValidated<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>, new()
    {
        services.AddSettings<TOptions>(section);
        services.AddSingleton<IValidateOptions<TOptions>>(provider =>
            new SectionValidator<TOptions>(section, new TValidator(), provider.GetRequiredService<IConfiguration>()));
    }

    /// <summary>Options without rules beyond their types.</summary>
    internal static void AddSettings<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddSingleton(new SettingsSection(section, typeof(TOptions)));
        services.AddOptions<TOptions>()
            .Configure<IConfiguration>((_, configuration) => Require<TOptions>(configuration.GetSection(section)))
            .BindConfiguration(section)
            .ValidateOnStart();
    }

    private static void Require<TOptions>(IConfigurationSection section)
    {
        string[] faults = [.. SettingFaults.Of(section, typeof(TOptions))];
        if (faults.Length > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(TOptions), faults);
        }
    }
}
