using System.Reflection;

namespace Liwan.AppHost.Tests;

public class ApiTests
{
    /// <summary>
    /// What of Aspire's API the local orchestrator has is listed in one file, which a reader of AppHost.cs can look into. To
    /// write the file anew, run this test with LIWAN_UPDATE_API=1.
    /// </summary>
    [Fact]
    public void LocalApi_IsListedInOneFile()
    {
        var file = Repository.Path("Liwan.AppHost/Local/Api.txt");
        var actual = typeof(DistributedApplication).Assembly.GetExportedTypes()
            .Where(type => type.Namespace?.StartsWith("Aspire.", StringComparison.Ordinal) == true)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => Members(type).Order(StringComparer.Ordinal).Prepend(Name(type)))
            .ToList();
        if (Environment.GetEnvironmentVariable("LIWAN_UPDATE_API") == "1")
        {
            File.WriteAllLines(file, actual);
        }

        Assert.Equal(File.ReadAllLines(file), actual);
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var properties = type.GetProperties(declared).Select(property => $"    {Name(property.PropertyType)} {property.Name}");
        var methods = type.GetMethods(declared).Where(method => !method.IsSpecialName).Select(method => $"    {Signature(method)}");
        return properties.Concat(methods);
    }

    private static string Signature(MethodInfo method)
    {
        var parameters = method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? "?" : "")}");
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{Name(method.ReturnType)} {method.Name}{generic}({string.Join(", ", parameters)})";
    }

    private static string Name(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var arguments = type.GetGenericArguments().Select(Name);
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>";
    }
}
