using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using AgentFunctions.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Bench.Batching;

/// <summary>A simulated model: knows the right answers and spoils as many as its habits say, drawn from the seed and the ticket, in whatever order it is asked.</summary>
/// <remarks>It reports tokens as <see cref="TokenCounter"/> counts them, with the answer's JSON schema as input, since providers send the schema along.</remarks>
internal sealed partial class BatchingModel(ModelHabits habits, int seed, TokenCounter tokens, VirtualClock clock, FakeTimeProvider time) : IChatClients, IChatClient
{
    // Keeps the draws of tickets apart; any odd number will do.
    private const int Apart = 7_919;

    private readonly ConcurrentDictionary<int, int> _asked = [];
    private readonly ConcurrentQueue<AskedOfModel> _calls = [];

    public IReadOnlyCollection<AskedOfModel> Calls => _calls;

    public IChatClient For(ModelDefinition model) => this;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] prompt = [.. messages];
        string user = prompt.First(m => m.Role == ChatRole.User).Text;
        (string Id, int Ticket)[] items = [.. Item().Matches(user).Select(m => (m.Groups["id"].Value, Number(m.Groups["ticket"].Value)))];
        string answer = items.Length > 0 ? Pack(items) : Alone(Number(Only().Match(user).Groups["ticket"].Value));
        string schema = options?.ResponseFormat is ChatResponseFormatJson { Schema: { } shape } ? shape.GetRawText() : string.Empty;
        AskedOfModel call = new(items.Length, tokens.Count(prompt) + tokens.Count(schema), tokens.Count(answer));
        _calls.Enqueue(call);
        await clock.WaitUntilAsync(time.GetUtcNow() + habits.TimeOf(call.Output));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer))
        {
            Usage = new UsageDetails { InputTokenCount = call.Input, OutputTokenCount = call.Output },
            FinishReason = ChatFinishReason.Stop,
        };
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private string Alone(int ticket) => DrawOf(ticket).NextDouble() < habits.Wrong ? BatchingTickets.WrongAnswerTo(ticket) : BatchingTickets.AnswerTo(ticket);

    private string Pack((string Id, int Ticket)[] items)
    {
        Random[] draws = [.. items.Select(i => DrawOf(i.Ticket))];
        List<string> entries = [];
        foreach (((string id, int ticket), Random draw) in items.Zip(draws))
        {
            bool isWrong = draw.NextDouble() < habits.WrongIn(items.Length);

            // Half of what is wrong is left out, the other half does not match.
            if (!isWrong || draw.NextDouble() < 0.5)
            {
                entries.Add($$"""{"id":"{{id}}","output":{{(isWrong ? BatchingTickets.WrongAnswerTo(ticket) : BatchingTickets.AnswerTo(ticket))}}}""");
            }
        }

        string answer = $$"""{"items":[{{string.Join(',', entries)}}]}""";
        return draws[0].NextDouble() < habits.Broken ? answer[..^1] : answer;
    }

    private Random DrawOf(int ticket) => new(unchecked((seed * Apart) + (ticket * 31) + _asked.AddOrUpdate(ticket, 0, (_, times) => times + 1)));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("<item-[0-9a-f]{8} id=\"(?<id>[^\"]+)\">\\s*T-(?<ticket>[0-9]+)")]
    private static partial Regex Item();

    [GeneratedRegex("T-(?<ticket>[0-9]+)")]
    private static partial Regex Only();
}

/// <summary>One call, as the model saw it.</summary>
/// <param name="Items">Tasks that shared it; 0 for a task alone.</param>
internal sealed record AskedOfModel(int Items, int Input, int Output);
