using System.Text.Json;
using AgentFunctions.Tasks;

namespace AgentFunctions.Webhooks.Delivery;

/// <summary>Writes what a receiver is told: the task as the API shows it, which only the API knows.</summary>
public interface ICallbackBody
{
    /// <summary>The body of a message, JSON in UTF-8.</summary>
    /// <param name="type">Type of the event, such as <c>task.succeeded</c>.</param>
    /// <param name="result">The task's result; null when it has none, or when it is too large to be sent along.</param>
    /// <param name="isResultLeftOut">True when the receiver has to fetch the result.</param>
    ReadOnlyMemory<byte> Write(string type, AgentTask task, JsonElement? result, bool isResultLeftOut);
}
