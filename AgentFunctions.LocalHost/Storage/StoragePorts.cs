using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.LocalHost.Storage;

/// <summary>The three loopback ports of one storage emulator, in Azurite's own order.</summary>
internal readonly record struct StoragePorts(int Blob, int Queue, int Table)
{
    /// <summary>Blob on <paramref name="first"/>, queue and table on the two after it; 0 takes three free ports.</summary>
    public static StoragePorts From(int first)
    {
        var blob = first == 0 ? FreePorts.Find(3) : first;
        return new(blob, blob + 1, blob + 2);
    }

    public IEnumerable<(string Kind, int Port)> ByKind => [("Blob", Blob), ("Queue", Queue), ("Table", Table)];
}
