using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Liwan.Access.V1;

namespace Liwan.ApiDocs.Contracts;

/// <summary>The contracts with their comments, as protoc compiled them when this was built.</summary>
internal sealed class ContractSet
{
    private static readonly ExtensionRegistry Options =
    [
        AccessExtensions.Rule,
        AnnotationsExtensions.Http,
        FieldBehaviorExtensions.FieldBehavior,
        ResourceExtensions.Resource,
        ResourceExtensions.ResourceReference,
    ];

    private ContractSet(IReadOnlyList<ContractPackage> packages) => Packages = packages;

    /// <summary>The packages of the suite, by name.</summary>
    public IReadOnlyList<ContractPackage> Packages { get; }

    /// <summary>Every method of the suite.</summary>
    public IEnumerable<ContractMethod> Methods => Packages.SelectMany(package => package.Methods);

    /// <summary>Reads the descriptors that are embedded here.</summary>
    public static ContractSet Load()
    {
        using var stream = typeof(ContractSet).Assembly.GetManifestResourceStream("contracts.binpb")!;
        var set = FileDescriptorSet.Parser.WithExtensionRegistry(Options).ParseFrom(stream);
        var files = FileDescriptor.BuildFromByteStrings(set.File.Select(file => file.ToByteString()), Options)
            .Where(file => file.Package.StartsWith("liwan.", StringComparison.Ordinal))
            .ToList();
        var patterns = ResourcePatterns.Of(files);
        return new ContractSet(
        [
            .. files.GroupBy(file => file.Package).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new ContractPackage(group.Key, [.. group.OrderBy(file => file.Name, StringComparer.Ordinal)], patterns)),
        ]);
    }
}
