using AgentFunctions.Tasks;

namespace AgentFunctions.Intake;

/// <summary>What became of a submitted task.</summary>
public abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    /// <summary>Stored and in line.</summary>
    /// <param name="Repeated">True when an idempotency key stood for this task already.</param>
    public sealed record Accepted(AgentTask Task, bool Repeated) : SubmitOutcome;

    /// <summary>Refused; nothing was stored.</summary>
    public sealed record Refused(Refusal Refusal) : SubmitOutcome;
}

/// <summary>Why a request was refused.</summary>
public abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>The body is not JSON.</summary>
    /// <param name="Line">1 for the first.</param>
    /// <param name="Column">In bytes, 1 for the first.</param>
    public sealed record Malformed(long Line, long Column, string Reason) : Refusal;

    /// <summary>Fields are unknown, missing, of the wrong type or out of range.</summary>
    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : Refusal;

    /// <summary>There is no such agent.</summary>
    public sealed record UnknownAgent(string Name, IReadOnlyList<string> Known) : Refusal;

    /// <summary>The body has more bytes than allowed.</summary>
    public sealed record TooLarge(long Limit) : Refusal;

    /// <summary>The idempotency key stands for a task with another body.</summary>
    public sealed record KeyReused(string Key) : Refusal;

    /// <summary>The batch has more items than allowed.</summary>
    public sealed record TooMany(int Limit) : Refusal;
}
