using Liwan.Documents.Forms;
using Liwan.Reports.Checks;
using Liwan.Reports.Rendering;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.Reports.Tests.Checks;

/// <summary>The rules as the service registers them.</summary>
internal static class AllChecks
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
        .AddSingleton<FormFonts>()
        .AddFormChecks()
        .BuildServiceProvider();

    public static FormChecks All => Services.GetRequiredService<FormChecks>();

    public static IReadOnlyList<FormRule> Rules => [.. Services.GetServices<FormRule>()];

    /// <summary>Checks a form of which nothing is known but its texts.</summary>
    public static IReadOnlyList<Finding> Run(this FormChecks checks, FormContent form, FormContent? yearBefore) => checks.Run(form, FormJudgements.None, yearBefore);

    public static void Finds(FormContent form, params Finding[] expected) => Assert.Equal(expected, All.Run(form, yearBefore: null));

    /// <summary>The findings of one rule.</summary>
    public static IReadOnlyList<Finding> Of(string rule, FormContent form, FormContent? yearBefore = null) =>
        [.. All.Run(form, yearBefore).Where(finding => finding.Rule == rule)];
}
