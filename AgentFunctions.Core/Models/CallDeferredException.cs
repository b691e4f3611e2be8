using AgentFunctions.Tasks;

namespace AgentFunctions.Models;

/// <summary>A model call was not made because it must wait. An exception, since it must pass through the tool loop.</summary>
internal sealed class CallDeferredException(WaitReason reason) : Exception(reason.Message)
{
    public WaitReason Reason => reason;
}
