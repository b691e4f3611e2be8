using System.Globalization;
using AgentFunctions.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Bench.Cost;

/// <summary>A model in virtual time: takes the tokens that the trace says, and as long as they take.</summary>
/// <param name="works">Tokens by the number of the work.</param>
internal sealed class VirtualModel(IReadOnlyDictionary<int, TracedRequest> works, CostPlan plan, FakeTimeProvider time, Activity busy) : IChatClients, IChatClient
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, DateTimeOffset> _answers = new();

    public int Calls { get; private set; }

    /// <summary>When the next answer is there; null when none is awaited.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (_lock)
            {
                return _answers.TryPeek(out _, out DateTimeOffset at) ? at : null;
            }
        }
    }

    public IChatClient For(ModelDefinition model) => this;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        TracedRequest work = works[int.Parse(messages.Last().Text, CultureInfo.InvariantCulture)];
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            Calls++;
            _answers.Enqueue(answer, time.GetUtcNow() + (plan.TimePerInputToken * work.InputTokens) + (plan.TimePerOutputToken * work.OutputTokens));
        }

        busy.Leave();
        await answer.Task;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "{}"))
        {
            Usage = new UsageDetails { InputTokenCount = work.InputTokens, OutputTokenCount = work.OutputTokens },
            FinishReason = ChatFinishReason.Stop,
        };
    }

    /// <summary>Gives the answers that are there by now.</summary>
    public void Answer()
    {
        while (TakeDue() is { } answer)
        {
            busy.Enter();
            answer.SetResult();
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private TaskCompletionSource? TakeDue()
    {
        lock (_lock)
        {
            return _answers.TryPeek(out _, out DateTimeOffset at) && at <= time.GetUtcNow() ? _answers.Dequeue() : null;
        }
    }
}
