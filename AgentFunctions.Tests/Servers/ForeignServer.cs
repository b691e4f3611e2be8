using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Servers;

/// <summary>A web server that is none of ours, in the way on a port.</summary>
internal static class ForeignServer
{
    public static async Task<IAsyncDisposable> StartAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync("something else", cancellationToken));
        await app.StartAsync(cancellationToken);
        return app;
    }
}
