using Liwan.ApiDocs;
using Liwan.ApiDocs.Contracts;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Api.Tests.Documents;

public sealed class GeneratedFilesTests
{
    private static readonly string Root = GeneratedFiles.FindRoot(AppContext.BaseDirectory);

    public static TheoryData<string> Paths => [.. GeneratedFiles.All().Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void GeneratedFile_IsWhatTheContractsAndTheCatalogueGive(string path)
    {
        var expected = GeneratedFiles.All().Single(file => file.Path == path).Text;
        var file = Path.Combine(Root, path);

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == expected,
            $"{path} is stale; renew it with '{GeneratedFiles.Command}' and commit it.");
    }

    [Fact]
    public void OpenApiFolder_HoldsNothingElse() => Assert.Equal(
        GeneratedFiles.All().Select(file => file.Path).Where(path => path.StartsWith("docs/openapi/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(Root, "docs", "openapi")).Select(file => $"docs/openapi/{Path.GetFileName(file)}").Order(StringComparer.Ordinal));

    [Fact]
    public void EveryEntryOfTheCatalogue_IsDocumentedForAMethod()
    {
        var documented = ContractSet.Load().Methods.SelectMany(MethodErrors.Of).Distinct().Append(ErrorCatalogue.RouteUnknown).ToHashSet();

        Assert.True(
            ErrorCatalogue.All.All(documented.Contains),
            $"Say in {nameof(MethodErrors)} which methods answer {string.Join(", ", ErrorCatalogue.All.Except(documented).Select(entry => entry.Reason))}.");
    }

    [Fact]
    public void EveryElementOfTheContracts_HasAComment()
    {
        var contracts = ContractSet.Load();
        var files = contracts.Packages.SelectMany(package => package.Files).ToList();
        var messages = files.SelectMany(file => file.AllMessages()).ToList();
        var enums = files.SelectMany(file => file.AllEnums()).ToList();
        IEnumerable<Google.Protobuf.Reflection.IDescriptor> elements =
        [
            .. contracts.Packages.SelectMany(package => package.Services),
            .. contracts.Methods.Select(method => method.Descriptor),
            .. messages,
            .. messages.SelectMany(message => message.Fields.InDeclarationOrder()),
            .. enums,
            .. enums.SelectMany(type => type.Values),
        ];

        Assert.All(elements, element => Assert.NotEqual(string.Empty, element.Comment()));
    }

    [Fact]
    public void EveryValueThatATextOfTheCatalogueShows_IsNamedInItsComment() => Assert.All(
        ErrorCatalogue.All,
        entry => Assert.Superset(
            System.Text.RegularExpressions.Regex.Matches(entry.English, @"\{([a-z_]+)\}").Select(match => match.Groups[1].Value).ToHashSet(),
            CatalogueComments.Values(entry).Select(value => value.Split(' ')[0]).ToHashSet()));
}
