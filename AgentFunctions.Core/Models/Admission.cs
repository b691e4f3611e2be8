using AgentFunctions.Tasks;

namespace AgentFunctions.Models;

/// <summary>Whether a model call may be made.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>It may, now; the permit must be settled whatever becomes of the call.</summary>
    public sealed record Admitted(ICallPermit Permit) : Admission;

    /// <summary>Not now, and nothing is reserved.</summary>
    public sealed record Wait(WaitReason Reason) : Admission;

    /// <summary>Never, as things are.</summary>
    public sealed record Refused(TaskError Error) : Admission;
}
