namespace AgentFunctions.Tasks;

/// <summary>
/// A JSON value that belongs to a task: small ones travel with the task, large ones lie in a blob (claim check).
/// </summary>
public abstract record Payload
{
    private Payload()
    {
    }

    /// <summary>The JSON text itself.</summary>
    public sealed record Inline(string Json) : Payload;

    /// <summary>The JSON text lies in this blob.</summary>
    public sealed record Blob(string Name) : Payload;
}
