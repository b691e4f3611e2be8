using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Models;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Tests.Workers.Packs;

/// <summary>A model that repeats the word of each item, or does to a pack's answer what the test says.</summary>
internal sealed partial class PackModel : IChatClients, IChatClient
{
    /// <summary>What the answer to a pack looks like, from its ids and words; by default it is as asked for.</summary>
    public Func<IReadOnlyList<(string Id, string Word)>, string> Pack { get; set; } = items => Answer(items);

    public ChatFinishReason Finish { get; set; } = ChatFinishReason.Stop;

    /// <summary>How many items each call had, in order; 0 for a call for one task alone.</summary>
    public ConcurrentQueue<int> Calls { get; } = [];

    /// <summary>Thrown by the next calls, each once.</summary>
    public ConcurrentQueue<Exception> Faults { get; } = [];

    public static string Answer(IEnumerable<(string Id, string Word)> items) =>
        JsonSerializer.Serialize(new { items = items.Select(i => new { id = i.Id, output = new { word = i.Word } }) });

    public IChatClient For(ModelDefinition model) => this;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (Faults.TryDequeue(out Exception? fault))
        {
            throw fault;
        }

        string user = messages.Last().Text;
        (string, string)[] items = [.. Item().Matches(user).Select(m => (m.Groups["id"].Value, m.Groups["word"].Value))];
        Calls.Enqueue(items.Length);
        string answer = items.Length > 0 ? Pack(items) : JsonSerializer.Serialize(new { word = Word().Match(user).Groups["word"].Value });
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)) { FinishReason = items.Length > 0 ? Finish : ChatFinishReason.Stop });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    [GeneratedRegex("<item-[0-9a-f]{8} id=\"(?<id>[^\"]+)\">\\s*word: (?<word>[^\\n]*)")]
    private static partial Regex Item();

    [GeneratedRegex("word: (?<word>[^\\n]*)")]
    private static partial Regex Word();
}
