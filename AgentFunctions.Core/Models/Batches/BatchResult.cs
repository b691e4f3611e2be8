using AgentFunctions.Costs;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Models.Batches;

/// <summary>One line of a batch's results. They come in any order.</summary>
public abstract record BatchResult
{
    private BatchResult()
    {
    }

    /// <summary>The model answered.</summary>
    /// <param name="Text">Empty when it answered nothing.</param>
    /// <param name="Usage">What it took; null: the provider did not say.</param>
    /// <param name="FinishReason">
    /// <see cref="ChatFinishReason.Length"/>: cut off at a token limit; <see cref="ChatFinishReason.ContentFilter"/>: filtered, or the model declined.
    /// </param>
    public sealed record Answered(string CustomId, string Text, TokenUsage? Usage, ChatFinishReason FinishReason) : BatchResult;

    /// <summary>The request was refused or broke; it is not charged for.</summary>
    public sealed record Failed(string CustomId, ModelFault Fault) : BatchResult;

    /// <summary>The window passed before the request was worked on.</summary>
    public sealed record Expired(string CustomId) : BatchResult;

    /// <summary>The batch was cancelled before the request was worked on.</summary>
    public sealed record Cancelled(string CustomId) : BatchResult;

    /// <summary>A line that nobody's result can be read from. The request it belongs to has none then.</summary>
    /// <param name="Line">Counted from 1 within its file.</param>
    /// <param name="Problem">Without anything of the line itself.</param>
    public sealed record Unreadable(long Line, string Problem) : BatchResult;

    /// <summary>A result of a request that was not in the batch, or a second one of the same request. Only from <see cref="BatchMatching"/>.</summary>
    public sealed record Stray(string CustomId, string Problem) : BatchResult;

    /// <summary>A request of the batch that has no result. Only from <see cref="BatchMatching"/>, at the end.</summary>
    public sealed record Missing(string CustomId) : BatchResult;
}
