namespace AgentFunctions.Access;

/// <summary>Roles as requests and answers spell them.</summary>
public static class RoleNames
{
    private static readonly (string Name, Roles Role)[] Known = [("submit", Roles.Submit), ("read", Roles.Read), ("admin", Roles.Admin)];

    public static IReadOnlyList<string> All { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>The role of that name; null when there is none.</summary>
    public static Roles? Find(string name) => Known.Where(known => known.Name == name).Select(known => (Roles?)known.Role).FirstOrDefault();

    public static IReadOnlyList<string> Of(Roles roles) => [.. Known.Where(known => roles.HasFlag(known.Role)).Select(known => known.Name)];
}
