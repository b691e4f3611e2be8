namespace AgentFunctions.Tasks;

/// <summary>Whose task it is. Tenants do not see each other's tasks, results or costs.</summary>
public readonly record struct TenantId(string Value)
{
    /// <summary>The tenant of a caller that named none.</summary>
    public static TenantId Default { get; } = new("default");

    public override string ToString() => Value;
}
