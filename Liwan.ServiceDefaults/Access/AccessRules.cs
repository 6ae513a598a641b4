using System.Collections.Frozen;
using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Liwan.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Routing;

namespace Liwan.ServiceDefaults.Access;

/// <summary>The rules of all methods that a service answers.</summary>
internal sealed class AccessRules
{
    // Not of our contracts, so without an option. Health says nothing of any department; who wants the contracts has them from us.
    private static readonly string[] OpenServices = ["grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection", "grpc.reflection.v1.ServerReflection"];

    private FrozenDictionary<string, MethodRule> _rules = FrozenDictionary<string, MethodRule>.Empty;

    /// <summary>Reads the rules of what is mapped.</summary>
    /// <exception cref="InvalidOperationException">A method has no rule, or one that does not fit it.</exception>
    public void Read(IEndpointRouteBuilder routes) =>
        _rules = routes.DataSources.SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>())
            .OfType<GrpcMethodMetadata>()
            .Where(metadata => !OpenServices.Contains(metadata.Method.ServiceName))
            .DistinctBy(metadata => metadata.Method.FullName)
            .ToFrozenDictionary(metadata => metadata.Method.FullName, metadata => new MethodRule(Describe(metadata)), StringComparer.Ordinal);

    /// <summary>The rule of a method; null if it needs none.</summary>
    /// <exception cref="ServiceException">PERMISSION_DENIED: nothing is known of it.</exception>
    public MethodRule? Of(string method)
    {
        if (_rules.TryGetValue(method, out var rule))
        {
            return rule;
        }

        var service = method.Split('/') is ["", var name, _] ? name : string.Empty;
        return OpenServices.Contains(service) ? null : throw new ServiceException(ErrorCatalogue.PermissionDenied, ("method", method), ("roles", string.Empty), ("scope", string.Empty));
    }

    private static MethodDescriptor Describe(GrpcMethodMetadata metadata)
    {
        for (var type = metadata.ServiceType; type is not null; type = type.BaseType)
        {
            if (type.DeclaringType?.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is ServiceDescriptor service)
            {
                return service.FindMethodByName(metadata.Method.Name);
            }
        }

        throw new InvalidOperationException($"{metadata.Method.FullName} is of no generated service, so it has no rule and nobody may call it.");
    }
}
