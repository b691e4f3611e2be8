using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Client.Servers;

/// <summary>Stands between a client and the real host, and answers as it is told; when it is told nothing more, it hands on what comes.</summary>
internal sealed class FlakyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _host = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly ConcurrentQueue<FlakyAnswer> _script;

    private FlakyServer(WebApplication app, IEnumerable<FlakyAnswer> script)
    {
        _app = app;
        _script = new(script);
    }

    /// <summary>With its route prefix.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What came, in this order.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Key)> Seen { get; } = new();

    /// <param name="host">The real host's address with its route prefix.</param>
    public static async Task<FlakyServer> StartAsync(Uri host, params FlakyAnswer[] script)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        FlakyServer server = new(app, script);
        string root = host.GetLeftPart(UriPartial.Authority);
        app.Run(http => server.AnswerAsync(http, root));
        await app.StartAsync();
        server.Address = new Uri(app.Urls.First() + host.AbsolutePath);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _host.Dispose();
    }

    private async Task AnswerAsync(HttpContext http, string root)
    {
        Seen.Enqueue((http.Request.Method, http.Request.Path + http.Request.QueryString, http.Request.Headers["Idempotency-Key"].FirstOrDefault()));
        FlakyAnswer answer = _script.TryDequeue(out FlakyAnswer? next) ? next : new FlakyAnswer.HandOn();
        if (answer is FlakyAnswer.Say say)
        {
            http.Response.StatusCode = (int)say.Status;
            http.Response.Headers.RetryAfter = say.RetryAfter;
            await http.Response.WriteAsync(say.Body);
            return;
        }

        using HttpResponseMessage response = await _host.SendAsync(await CopyAsync(http.Request, root));
        if (answer is FlakyAnswer.DropAnswer)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = (int)response.StatusCode;
        foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Transfer-Encoding"))
        {
            http.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(http.Response.Body);
    }

    private static async Task<HttpRequestMessage> CopyAsync(HttpRequest request, string root)
    {
        MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        HttpRequestMessage copy = new(new HttpMethod(request.Method), root + request.Path + request.QueryString) { Content = new ByteArrayContent(body.ToArray()) };
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in request.Headers.Where(h => h.Key is not ("Host" or "Connection")))
        {
            if (!copy.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                copy.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return copy;
    }
}

/// <summary>How a request is answered.</summary>
internal abstract record FlakyAnswer
{
    private FlakyAnswer()
    {
    }

    public sealed record HandOn : FlakyAnswer;

    /// <summary>The real host carries it out, and the client learns nothing of it.</summary>
    public sealed record DropAnswer : FlakyAnswer;

    /// <summary>The real host hears nothing of it.</summary>
    public sealed record Say(HttpStatusCode Status, string? RetryAfter = null, string Body = "") : FlakyAnswer;
}
