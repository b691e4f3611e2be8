namespace AgentFunctions.Tasks;

/// <summary>Is told of feedback once it is stored.</summary>
public interface IFeedbackListener
{
    /// <summary>Takes note of feedback.</summary>
    /// <param name="task">The task with its new feedback.</param>
    /// <param name="earlier">The feedback that was replaced; null when there was none.</param>
    /// <param name="now">The new one.</param>
    /// <remarks>
    /// Each stored feedback of a task is told once, with the very one that it replaced, but two that come at the same time may be told in
    /// either order. One that was stored right before the process died is not told.
    /// </remarks>
    Task HeardAsync(AgentTask task, TaskFeedback? earlier, TaskFeedback now, CancellationToken cancellationToken);
}
