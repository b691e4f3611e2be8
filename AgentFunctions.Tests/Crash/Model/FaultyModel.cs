using System.Net;
using System.Text.RegularExpressions;
using AgentFunctions.LocalHost.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Crash.Model;

/// <summary>
/// An OpenAI-compatible endpoint in the test process, which lives on when hosts die: it repeats the mark it finds in a
/// prompt, counts the calls of each mark, and injects faults.
/// </summary>
internal sealed partial class FaultyModel : IAsyncDisposable
{
    // Milliseconds. Long enough that a host that dies has several calls under way.
    private const int FastestAnswer = 20;
    private const int SlowestAnswer = 700;

    private const int RetryAfterSeconds = 1;

    private readonly WebApplication _server;

    private FaultyModel(WebApplication server, CallJournal journal, int port)
    {
        (_server, Journal) = (server, journal);
        Endpoint = new Uri($"http://127.0.0.1:{port}/v1");
    }

    public Uri Endpoint { get; }

    public CallJournal Journal { get; }

    public static async Task<FaultyModel> StartAsync(CrashPlan plan, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        int port = FreePorts.Find();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        FaultyModel model = new(builder.Build(), new CallJournal(plan), port);
        model._server.MapPost("/v1/chat/completions", model.HandleAsync);
        await model._server.StartAsync(cancellationToken);
        return model;
    }

    /// <summary>How a prompt carries the mark.</summary>
    public static string Tag(string marker) => $"task-marker={marker}=";

    public async ValueTask DisposeAsync()
    {
        // Calls that hang would hold up a graceful stop.
        using CancellationTokenSource now = new(TimeSpan.FromSeconds(1));
        await _server.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        DateTimeOffset startedAt = DateTimeOffset.UtcNow;
        using StreamReader reader = new(http.Request.Body);
        Match tag = TagForm().Match(await reader.ReadToEndAsync(http.RequestAborted));
        string caller = http.Request.Headers.Authorization.ToString().Replace("Bearer ", string.Empty, StringComparison.Ordinal);
        ModelCall call = Journal.Begin(tag.Groups[1].Value, caller, startedAt);
        try
        {
            await AnswerAsync(call, http);
            await http.Response.CompleteAsync();
            if (!http.RequestAborted.IsCancellationRequested)
            {
                call.AnsweredAt = DateTimeOffset.UtcNow;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The caller timed out, was cancelled or was killed.
        }
    }

    private async Task AnswerAsync(ModelCall call, HttpContext http)
    {
        await Task.Delay(DelayOf(call), http.RequestAborted);
        switch (call.Fault)
        {
            case InjectedFault.RateLimited:
                http.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
                await WriteAsync(http, StatusCodes.Status429TooManyRequests, ModelAnswers.Error("slow down"));
                break;
            case InjectedFault.ServerError:
                await WriteAsync(http, StatusCodes.Status500InternalServerError, ModelAnswers.Error("broken"));
                break;
            case InjectedFault.Cut:
                http.Abort();
                break;
            case InjectedFault.CutMidway:
                string answer = ModelAnswers.Correct(call.Marker);
                http.Response.ContentLength = answer.Length;
                await http.Response.WriteAsync(answer[..(answer.Length / 2)], http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                http.Abort();
                break;
            default:
                await WriteAsync(http, StatusCodes.Status200OK, ModelAnswers.Of(call));
                break;
        }
    }

    private TimeSpan DelayOf(ModelCall call)
    {
        double drawn = Journal.RandomOf($"{call.Marker}/delay", call.Number).NextDouble();
        return call.Fault switch
        {
            InjectedFault.Hang => Timeout.InfiniteTimeSpan,
            InjectedFault.Late => CrashTiming.ModelTimeout * (0.5 + drawn),
            _ => TimeSpan.FromMilliseconds(FastestAnswer + (drawn * (SlowestAnswer - FastestAnswer))),
        };
    }

    private static async Task WriteAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body, http.RequestAborted);
    }

    [GeneratedRegex("task-marker=([a-z0-9.]+)=")]
    private static partial Regex TagForm();
}
