using Liwan.OperatorPage.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Liwan.OperatorPage.Pages;

/// <summary>Start, stop and restart of a process, posted by the forms of the page.</summary>
internal static class ResourceCommandEndpoints
{
    public static void MapResourceCommands(this IEndpointRouteBuilder routes)
    {
        Map(routes, "start", (cluster, resource, ended) => cluster.StartAsync(resource, ended));
        Map(routes, "stop", (cluster, resource, ended) => cluster.StopAsync(resource, ended));
        Map(routes, "restart", (cluster, resource, ended) => cluster.RestartAsync(resource, ended));
    }

    // That the form is bound makes the framework ask for its antiforgery token.
    private static void Map(IEndpointRouteBuilder routes, string command, Func<IClusterView, string, CancellationToken, Task<CommandOutcome>> run) =>
        routes.MapPost($"/resources/{{resource}}/{command}", async (string resource, [FromForm] IFormCollection form, IClusterView cluster, HttpContext context) =>
        {
            _ = form;
            if (!cluster.Resources.Any(known => known.Name == resource))
            {
                return Results.NotFound();
            }

            var outcome = await run(cluster, resource, context.RequestAborted);
            // See other: going back or loading again must not post again.
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = $"/resources?notice={outcome}";
            return Results.Empty;
        });
}
