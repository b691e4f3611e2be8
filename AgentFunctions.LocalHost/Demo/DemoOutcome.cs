namespace AgentFunctions.LocalHost.Demo;

/// <summary>What became of the tasks of the file.</summary>
/// <param name="Accepted">Id and agent of each accepted task, in the order of the file.</param>
/// <param name="Seen">The last that was seen of each, by id.</param>
internal sealed record DemoOutcome(
    IReadOnlyList<DemoAccepted> Accepted,
    IReadOnlyList<DemoRefusal> Refused,
    IReadOnlyDictionary<string, DemoTask> Seen,
    TimeSpan Elapsed)
{
    /// <summary>A task whose file line was posted twice may be one task with one id; it is counted once.</summary>
    public IEnumerable<DemoTask> Final => Accepted.Select(a => a.Id).Distinct()
        .Where(id => Seen.TryGetValue(id, out var task) && task.IsFinal).Select(id => Seen[id]);

    public IEnumerable<DemoTask> Failed => Final.Where(t => t.Status != DemoTaskStatus.Succeeded);

    public IEnumerable<DemoAccepted> Open => Accepted.DistinctBy(a => a.Id)
        .Where(a => !Seen.TryGetValue(a.Id, out var task) || !task.IsFinal);

    public bool AllSucceeded => Refused.Count == 0 && !Failed.Any() && !Open.Any();
}

internal sealed record DemoAccepted(string Id, string Agent);

/// <summary>A line that the host did not take, and why.</summary>
internal sealed record DemoRefusal(int LineNumber, int Status, string Reason);
