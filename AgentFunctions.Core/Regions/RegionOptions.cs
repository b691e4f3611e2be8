namespace AgentFunctions.Regions;

/// <summary>Settings of the regions. With none given there is one region.</summary>
public sealed class RegionOptions
{
    /// <value>Name of the region that this instance runs in; one of <see cref="All"/>.</value>
    public string? Here { get; init; }

    /// <value>
    /// All regions, 2 to 32, the same list in the same order everywhere. The place in the list is part of the task ids of the region: new ones are added at
    /// the end, and none is ever moved or removed.
    /// </value>
    public IReadOnlyList<RegionEntry> All { get; init; } = [];
}

/// <summary>Settings of one region.</summary>
public sealed class RegionEntry
{
    /// <value>Name, such as <c>westeurope</c>: lower-case letters, digits and hyphens.</value>
    public string? Name { get; init; }

    /// <value>Address of the region's function app, such as <c>https://agents-weu.azurewebsites.net</c>, without a path.</value>
    public string? Endpoint { get; init; }

    /// <value>
    /// Its storage account, read when its app does not answer: the account's name, or a connection string. Without one, its tasks cannot be seen
    /// while it is away.
    /// </value>
    public string? Storage { get; init; }
}
