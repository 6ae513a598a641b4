namespace Liwan.ServiceDefaults.Transport;

/// <summary>
/// How a service is reached, section <c>Liwan:Transport</c>, listed in docs/settings.md. Its certificates are settings of Kestrel: <c>Kestrel:Certificates:Default</c>
/// or <c>Kestrel:Endpoints:{name}:Certificate</c>, each with <c>Path</c> and <c>KeyPath</c> (PEM) or <c>Path</c> and <c>Password</c> (PFX).
/// </summary>
public sealed class TransportOptions
{
    /// <summary>The section of these settings.</summary>
    public const string Section = "Liwan:Transport";

    /// <summary>Whether plain HTTP may be spoken beyond loopback: only where something in front ends the TLS.</summary>
    public bool AllowPlaintext { get; set; }

    /// <summary>A PEM file of the authorities whose certificates the services of the suite show each other; empty: those of the system.</summary>
    public string TrustedCertificates { get; set; } = string.Empty;
}
