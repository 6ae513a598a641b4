using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Liwan.OperatorPage.Pages;

/// <summary>A file of the page that lies in this assembly.</summary>
internal sealed class Asset
{
    public static readonly Asset Style = new("page.css", "text/css; charset=utf-8");
    public static readonly Asset Script = new("page.js", "text/javascript; charset=utf-8");
    public static readonly Asset Icon = new("icon.svg", "image/svg+xml");

    private readonly byte[] _content;
    private readonly string _name;
    private readonly string _type;

    private Asset(string name, string type)
    {
        using var resource = typeof(Asset).Assembly.GetManifestResourceStream($"assets/{name}")!;
        _content = new byte[resource.Length];
        resource.ReadExactly(_content);
        _name = name;
        _type = type;
        Address = $"/assets/{name}?v={Convert.ToHexStringLower(SHA256.HashData(_content))[..12]}";
    }

    /// <summary>Where it is, under an address that changes with it.</summary>
    public string Address { get; }

    public RouteHandlerBuilder Map(IEndpointRouteBuilder routes) => routes.MapGet($"/assets/{_name}", (HttpContext context) =>
    {
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(_content, _type);
    });
}
