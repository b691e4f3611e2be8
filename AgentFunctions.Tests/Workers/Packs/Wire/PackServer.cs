using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AgentFunctions.LocalHost.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Workers.Packs.Wire;

/// <summary>
/// An OpenAI-compatible endpoint in the test process that understands packs: it repeats the word of each item, does to answers what the test says, holds them
/// back, and keeps what it was asked.
/// </summary>
internal sealed class PackServer : IAsyncDisposable
{
    // About what a token is of English text.
    private const int CharactersPerToken = 4;

    private readonly WebApplication _server;
    private volatile TaskCompletionSource? _held;

    private PackServer(WebApplication server, int port) => (_server, Endpoint) = (server, new Uri($"http://127.0.0.1:{port}/v1"));

    public Uri Endpoint { get; }

    /// <summary>Every request, when it came.</summary>
    public ConcurrentQueue<PackAsk> Asks { get; } = [];

    /// <summary>What the answer to a pack looks like, from its ids and words; by default it is as asked for.</summary>
    public Func<IReadOnlyList<(string Id, string Word)>, string> Pack { get; set; } = items => PackModel.Answer(items);

    /// <summary>True for a request whose answer is held back until <see cref="Release"/>, or for good when its caller dies.</summary>
    public Func<PackAsk, bool> Holds { get; set; } = _ => false;

    public static async Task<PackServer> StartAsync(CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        int port = FreePorts.Find();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        PackServer server = new(builder.Build(), port);
        server._server.MapPost("/v1/chat/completions", server.AnswerAsync);
        await server._server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>A model file with this server as its only model, at a dollar a million input tokens and four dollars a million output tokens.</summary>
    public string ModelFile() => JsonSerializer.Serialize(new
    {
        @default = "m",
        models = new[] { new { name = "m", provider = "openai", endpoint = Endpoint, price = new { input = 1, output = 4 }, contextWindow = 100_000 } },
    });

    /// <summary>Answers what was held back, and holds no more.</summary>
    public void Release()
    {
        Holds = _ => false;
        _held?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Release();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using JsonDocument request = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        string prompt = PackPrompts.LastMessage(request.RootElement);
        IReadOnlyList<(string Id, string Word)> items = PackPrompts.Items(prompt);
        PackAsk ask = items.Count > 0 ? new PackAsk([.. items.Select(i => i.Word)], IsPack: true) : new PackAsk([PackPrompts.Word(prompt)], IsPack: false);
        if (Holds(ask))
        {
            _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Asks.Enqueue(ask);
            await _held.Task.WaitAsync(http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else
        {
            Asks.Enqueue(ask);
        }

        string content = ask.IsPack ? Pack(items) : JsonSerializer.Serialize(new { word = ask.Words[0] });
        await http.Response.WriteAsJsonAsync(Completion(content, request.RootElement.GetProperty("messages").GetRawText()), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static object Completion(string content, string messages) => new
    {
        id = "chatcmpl-pack",
        @object = "chat.completion",
        created = 1_700_000_000,
        model = "m",
        choices = new[] { new { index = 0, message = new { role = "assistant", content }, finish_reason = "stop" } },
        usage = new
        {
            prompt_tokens = messages.Length / CharactersPerToken,
            completion_tokens = content.Length / CharactersPerToken,
            total_tokens = (messages.Length / CharactersPerToken) + (content.Length / CharactersPerToken),
        },
    };
}

/// <summary>What a request asked.</summary>
/// <param name="Words">The word of each item, in order; one when it was for a task alone.</param>
internal sealed record PackAsk(IReadOnlyList<string> Words, bool IsPack);
