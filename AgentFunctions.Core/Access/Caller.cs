using AgentFunctions.Tasks;

namespace AgentFunctions.Access;

/// <summary>Who calls.</summary>
/// <param name="Tenant">Whose tasks it sees; those of others are not there for it.</param>
/// <param name="IsOperator">True when it runs the application: it manages the keys of all tenants.</param>
/// <param name="Key">The API key that it came with, if it did.</param>
public sealed record Caller(TenantId Tenant, Roles Roles, bool IsOperator, ApiKey? Key)
{
    /// <summary>Whoever calls an application that asks nobody who they are.</summary>
    public static Caller Anybody { get; } = new(TenantId.Default, Roles.All, IsOperator: true, Key: null);
}
