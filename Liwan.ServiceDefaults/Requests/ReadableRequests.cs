using System.Reflection;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Liwan.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.ServiceDefaults.Requests;

/// <summary>
/// Binds the methods of gRPC services as the framework does, but for one thing: bytes that are no message of the method
/// are answered with REQUEST_UNREADABLE. The framework takes them for a fault of the server, answers UNKNOWN and logs an
/// error, and an interceptor comes too late to change that.
/// </summary>
/// <typeparam name="TService">The service.</typeparam>
internal sealed class ReadableRequests<TService> : IServiceMethodProvider<TService>
    where TService : class
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>() is { } binding)
            {
                var bind = binding.BindType.GetMethod(binding.BindMethodName, [typeof(ServiceBinderBase), type])
                    ?? throw new InvalidOperationException($"{binding.BindType} has no {binding.BindMethodName}.");
                bind.Invoke(null, [new Binder(context), null]);
                return;
            }
        }
    }

    private sealed class Binder(ServiceMethodProviderContext<TService> context) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            context.AddUnaryMethod(
                Readable(method), Metadata(method, typeof(TRequest), typeof(ServerCallContext)),
                Handler<UnaryServerMethod<TService, TRequest, TResponse>>(method, typeof(TRequest), typeof(ServerCallContext)));

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        {
            Type[] parameters = [typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext)];
            context.AddClientStreamingMethod(Readable(method), Metadata(method, parameters), Handler<ClientStreamingServerMethod<TService, TRequest, TResponse>>(method, parameters));
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        {
            Type[] parameters = [typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext)];
            context.AddServerStreamingMethod(Readable(method), Metadata(method, parameters), Handler<ServerStreamingServerMethod<TService, TRequest, TResponse>>(method, parameters));
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        {
            Type[] parameters = [typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext)];
            context.AddDuplexStreamingMethod(Readable(method), Metadata(method, parameters), Handler<DuplexStreamingServerMethod<TService, TRequest, TResponse>>(method, parameters));
        }

        private static Method<TRequest, TResponse> Readable<TRequest, TResponse>(Method<TRequest, TResponse> method)
            where TRequest : class
            where TResponse : class =>
            new(method.Type, method.ServiceName, method.Name, Readable(method.RequestMarshaller), method.ResponseMarshaller);

        private static Marshaller<T> Readable<T>(Marshaller<T> marshaller) => new(
            marshaller.ContextualSerializer,
            bytes =>
            {
                try
                {
                    return marshaller.ContextualDeserializer(bytes);
                }
                // Text that is not UTF-8 is found by the decoder of the text.
                catch (Exception e) when (e is InvalidProtocolBufferException or ArgumentException)
                {
                    throw RpcStatus.Of(new ServiceException(ErrorCatalogue.RequestUnreadable, ("problem", e.Message))).ToRpcException();
                }
            });

        private static TDelegate Handler<TDelegate>(IMethod method, params Type[] parameters)
            where TDelegate : Delegate => Implementation(method, parameters).CreateDelegate<TDelegate>();

        private static List<object> Metadata(IMethod method, params Type[] parameters) =>
        [
            .. typeof(TService).GetCustomAttributes(inherit: true),
            .. Implementation(method, parameters).GetCustomAttributes(inherit: true),
            new HttpMethodMetadata(["POST"], acceptCorsPreflight: true),
        ];

        private static MethodInfo Implementation(IMethod method, Type[] parameters) =>
            typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no method {method.Name}.");
    }
}

/// <summary>Switches <see cref="ReadableRequests{TService}"/> on.</summary>
internal static class ReadableRequestsRegistration
{
    /// <summary>Puts it in the place of the framework's own binding; call it after <c>AddGrpc</c>.</summary>
    public static IServiceCollection AddReadableRequests(this IServiceCollection services)
    {
        // By its name: it is internal. Were it renamed, no service would start.
        var frameworks = services.Single(service =>
            service.ServiceType == typeof(IServiceMethodProvider<>) && service.ImplementationType?.Name == "BinderServiceMethodProvider`1");
        services.Remove(frameworks);
        return services.AddSingleton(typeof(IServiceMethodProvider<>), typeof(ReadableRequests<>));
    }
}
