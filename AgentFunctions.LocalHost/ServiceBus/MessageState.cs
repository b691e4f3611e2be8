namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>
/// State of a stored message and what its column "due" means then. Ready -> Locked (receive); Locked -> Ready
/// (abandon, lock expiry) | DeadLettered (dead-letter, too many deliveries) | gone (complete); Ready -> gone (cancel).
/// </summary>
internal enum MessageState
{
    /// <summary>Due when it may be received; scheduled while that lies ahead.</summary>
    Ready = 0,

    /// <summary>Due when the lock ends.</summary>
    Locked = 1,

    /// <summary>Due when it was dead-lettered.</summary>
    DeadLettered = 2,
}
