namespace AgentFunctions.Agents;

/// <summary>All that is wrong with an agent file, so that it can be said at once.</summary>
public sealed class AgentFileFaults
{
    private readonly List<AgentFileException> _all = [];

    public bool Any => _all.Count > 0;

    /// <summary>Ordered by line.</summary>
    public IEnumerable<AgentFileException> All => _all.OrderBy(fault => fault.Line);

    /// <summary>The one that a reader meets first.</summary>
    public AgentFileException First => All.First();

    /// <summary>Reads a part of the file; one that is broken is noted and null.</summary>
    public T? Read<T>(Func<T?> part)
    {
        try
        {
            return part();
        }
        catch (AgentFileException e)
        {
            _all.Add(e);
            return default;
        }
    }

    /// <summary>The same for a value.</summary>
    public T? ReadValue<T>(Func<T?> part)
        where T : struct => Read(part);

    /// <summary>The same for a value that must be there.</summary>
    public T? ReadValue<T>(Func<T> part)
        where T : struct => Read<T?>(() => part());
}
