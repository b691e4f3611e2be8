namespace AgentFunctions.Tests.Crash.Model;

/// <summary>One call of the model.</summary>
/// <param name="Marker">The mark of the task, from its prompt.</param>
/// <param name="Number">1 for the first call for that mark.</param>
/// <param name="Caller">Which host process called, from its API key.</param>
internal sealed record ModelCall(string Marker, int Number, string Caller, InjectedFault Fault, DateTimeOffset StartedAt)
{
    private long _answeredTicks;

    /// <summary>When the answer was written to the end; null when the caller was gone, or had none to get.</summary>
    public DateTimeOffset? AnsweredAt
    {
        get => Volatile.Read(ref _answeredTicks) is > 0 and long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _answeredTicks, value!.Value.UtcTicks);
    }

    public override string ToString() =>
        $"call {Number} of {Caller} at {StartedAt:HH:mm:ss.fff}, {Fault}, {(AnsweredAt is { } at ? $"answered {at:HH:mm:ss.fff}" : "not answered")}";
}
