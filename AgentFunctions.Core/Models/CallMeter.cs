using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Models;

/// <summary>
/// Stands before a model's client for one attempt at one task, adds up what its calls take, and lets no call pass
/// that could cost more than the task may.
/// </summary>
internal sealed class CallMeter(IChatClient inner, ModelDefinition model, TokenCounter tokens, Usd? budget, TimeProvider time) : DelegatingChatClient(inner)
{
    /// <summary>All calls so far.</summary>
    public ModelUse Use { get; private set; } = ModelUse.None;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> prompt = [.. messages];
        EnsureWithinBudget(prompt, options);
        try
        {
            ChatResponse response = await AskAsync(prompt, options, cancellationToken).ConfigureAwait(false);
            Bill(Reported(response.Usage) ?? new(tokens.Count(prompt), 0, tokens.Count(response.Messages), Estimated: true));
            return response;
        }
        catch (OperationCanceledException)
        {
            // Cut off, by us or by a time-out: the provider has read the prompt and will ask for its price. What it had
            // written by then nobody can know.
            Bill(new TokenUsage(tokens.Count(prompt), 0, 0, Estimated: true));
            throw;
        }
    }

    private void Bill(TokenUsage usage) => Use = new ModelUse([.. Use.Calls, ModelCall.Of(time.GetUtcNow(), model.Name, usage, model.Price)]);

    private async Task<ChatResponse> AskAsync(List<ChatMessage> prompt, ChatOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return await base.GetResponseAsync(prompt, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or KeyNotFoundException or NullReferenceException or IndexOutOfRangeException)
        {
            // What client libraries throw on an answer without choices, say; nothing of ours is in between.
            throw new UnreadableAnswerException(e);
        }
    }

    private static TokenUsage? Reported(UsageDetails? usage) => usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
        ? new TokenUsage(input, usage.CachedInputTokenCount ?? 0, output, Estimated: false)
        : null;

    private void EnsureWithinBudget(List<ChatMessage> prompt, ChatOptions? options)
    {
        if (budget is not { } limit)
        {
            return;
        }

        Usd worst = Use.Cost + model.Price.Of(new TokenUsage(tokens.Count(prompt), 0, options?.MaxOutputTokens ?? model.ContextWindow, Estimated: true));
        if (worst > limit)
        {
            throw new OverBudgetException($"The next call to '{model.Name}' could bring the task to {worst} USD; its maxCost leaves {limit} USD.");
        }
    }
}
