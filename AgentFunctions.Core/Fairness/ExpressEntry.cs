using AgentFunctions.Queues;

namespace AgentFunctions.Fairness;

/// <summary>A task that stands behind others in its queue although its tenant's turn comes before theirs.</summary>
/// <param name="Tag">Its start tag.</param>
/// <param name="Message">The message that also waits in the queue.</param>
public sealed record ExpressEntry(long Tag, TaskMessage Message);
