package io.weighhouse.catalog.database;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.weighhouse.catalog.Actor;

/** Row of the audit: who did what to what, when and from where. Written in the transaction of the change itself. */
@Entity
@Table(name = "audit_event")
class AuditEventEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_event_seq")
    @SequenceGenerator(name = "audit_event_seq", sequenceName = "audit_event_seq", allocationSize = 50)
    Long id;

    @Column(nullable = false)
    Instant at;

    @Column(nullable = false)
    String who;

    @Column(nullable = false)
    String origin;

    @Column(nullable = false)
    String action;

    @Column(nullable = false)
    String target;

    static AuditEventEntity of(Actor actor, String action, String target, Instant now) {
        var entity = new AuditEventEntity();
        entity.at = now;
        entity.who = actor.name();
        entity.origin = actor.origin();
        entity.action = action;
        entity.target = target;
        return entity;
    }
}
