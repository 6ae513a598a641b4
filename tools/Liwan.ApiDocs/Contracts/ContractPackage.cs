using Google.Protobuf.Reflection;

namespace Liwan.ApiDocs.Contracts;

/// <summary>One proto package of the suite.</summary>
internal sealed class ContractPackage
{
    public ContractPackage(string name, IReadOnlyList<FileDescriptor> files, ResourcePatterns patterns)
    {
        Name = name;
        Files = files;
        Services = [.. files.SelectMany(file => file.Services)];
        Methods = [.. Services.SelectMany(service => service.Methods).Select(method => new ContractMethod(method, patterns))];
    }

    /// <summary>Such as <c>liwan.budgets.v1</c>.</summary>
    public string Name { get; }

    /// <summary>Such as <c>budgets.v1</c>.</summary>
    public string ShortName => Name["liwan.".Length..];

    public IReadOnlyList<FileDescriptor> Files { get; }

    public IReadOnlyList<ServiceDescriptor> Services { get; }

    public IReadOnlyList<ContractMethod> Methods { get; }
}
