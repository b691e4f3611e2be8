using AgentFunctions.Tasks;

namespace AgentFunctions.Models;

/// <summary>A model call was not made because it could cost more than allowed. An exception, since it must pass through the tool loop.</summary>
internal sealed class CallRefusedException(TaskError error) : Exception(error.Message)
{
    public TaskError Error => error;
}
