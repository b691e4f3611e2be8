namespace AgentFunctions.Startup;

/// <summary>Collects what is wrong with a file, so that all of it can be said at once.</summary>
/// <param name="file">Stands before each fault; empty: nothing does.</param>
public sealed class FaultList(string file = "")
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> All => _faults;

    public void Add(string fault) => _faults.Add(file.Length == 0 ? fault : $"{file}: {fault}");

    public void AddAll(FaultList other) => _faults.AddRange(other.All);

    /// <summary>Reads a value; one that is not as described is noted, and the default of its type is returned.</summary>
    public T? Read<T>(Func<T> value)
    {
        try
        {
            return value();
        }
        catch (FormatException e)
        {
            Add(e.Message);
            return default;
        }
    }
}
