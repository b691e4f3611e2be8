using AgentFunctions.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AgentFunctions.Http.Pages;

/// <summary>A page for browsers, and the files it needs.</summary>
/// <param name="name">Folder of its files, and last part of its address.</param>
/// <param name="styles">Where its styles may come from, as the Content-Security-Policy writes it.</param>
internal sealed class Page(string name, string styles)
{
    private const string KeptForGood = "public, max-age=31536000, immutable";

    public static readonly Page Dashboard = new("dashboard", "'self'");

    // Scalar writes styles into the page.
    public static readonly Page Docs = new("docs", "'self' 'unsafe-inline'");

    /// <summary>One of its files, by its path below the page; the page itself for none.</summary>
    public IResult Of(HttpRequest request, string? path)
    {
        if (string.IsNullOrEmpty(path) && !request.Path.Value!.EndsWith('/'))
        {
            // What the page names is relative to its address, which must end like a folder's for that. Relative as well: a front end may have changed the path.
            return Results.Redirect($"{name}/");
        }

        return StaticFiles.Find($"{name}/{(string.IsNullOrEmpty(path) ? "index.html" : path)}") is { } file ? Of(request, file) : NotThere(path);
    }

    private IResult Of(HttpRequest request, StaticFile file)
    {
        IHeaderDictionary headers = request.HttpContext.Response.Headers;
        headers.CacheControl = file.IsForGood ? KeptForGood : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self'; style-src {styles}; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        bool understandsGzip = request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (understandsGzip)
        {
            headers.ContentEncoding = "gzip";
        }

        EntityTagHeaderValue tag = new($"\"{file.Hash}{(understandsGzip ? "-gzip" : string.Empty)}\"");
        return Results.Bytes(understandsGzip ? file.Compressed : file.Decompress(), file.ContentType, entityTag: tag);
    }

    private IResult NotThere(string? path) => this == Dashboard && !StaticFiles.HasDashboard
        ? Problems.NoDashboard()
        : Problems.NoSuchFile(name, path ?? string.Empty);
}
